import '../style.css';
import './page.css';
import { openChannel } from '../channel';
import { registerComponents } from '../components';
import { pageRoot } from '../element';
import type { FromGuidePage, ToGuidePage } from '../messages';
import { GuidePage, type GuideMemory } from './page';

registerComponents();
new GuidePage(pageRoot(), openChannel<ToGuidePage, FromGuidePage, GuideMemory>());
