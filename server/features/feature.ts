import type { Connection, ServerCapabilities, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Answers } from '../background/answers';
import type { Background } from '../background/background';
import type { Baseline } from '../background/baseline';
import type { Jobs } from '../jobs/jobs';
import type { ModelPaths } from '../paths/modelPaths';
import type { Settings } from '../protocol';
import type { AskedResults } from './askedResults';
import type { WorkDone } from './workDone';

/** What the client said it can do. */
export interface ClientAbilities {
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchedFiles: boolean;
  readonly refreshesLenses: boolean;
  readonly markdownHover: boolean;
}

/** What features work with. */
export interface Host {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly jobs: Jobs;
  readonly paths: ModelPaths;
  readonly background: Background;
  readonly baseline: Baseline;
  readonly asked: AskedResults;
  readonly answers: Answers;
  readonly workDone: WorkDone;
  readonly client: ClientAbilities;
  readonly version: string;
  readonly settings: Settings;
  /** In a workspace without trust nothing starts by itself. */
  readonly trusted: boolean;
  /** Workspace folders as file system paths. */
  readonly folders: readonly string[];
  changeSettings(settings: Settings): void;
  changeTrust(trusted: boolean): void;
  changeFolders(added: readonly string[], removed: readonly string[]): void;
  /** The baseline or the work under way has changed: the client is told soon. */
  activityChanged(): void;
  /** What lenses show has changed. */
  refreshLenses(): void;
  log(problem: unknown): void;
}

/** One feature of the language server: what it can do and how it joins the connection. */
export interface Feature {
  readonly capabilities?: ServerCapabilities;
  register(host: Host): void;
  /** What it has to say to the client once the client is ready to listen. */
  initialized?(host: Host): Promise<void>;
}
