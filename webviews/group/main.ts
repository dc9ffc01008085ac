import '../style.css';
import '../comparison/page.css';
import '../comparison/toolbar.css';
import '../charts/heatmap.css';
import '../charts/table.css';
import '../charts/histogram.css';
import '../comparison/pairPane.css';
import '../comparison/measureCard.css';
import '../functional/outputs.css';
import '../functional/instanceList.css';
import './page.css';
import { openChannel } from '../channel';
import { registerComponents } from '../components';
import { pageRoot } from '../element';
import type { FromGroupPage, GroupMemory, ToGroupPage } from '../messages';
import { GroupPage } from './page';

registerComponents();
new GroupPage(pageRoot(), openChannel<ToGroupPage, FromGroupPage, GroupMemory>());
