import '../style.css';
import './page.css';
import './toolbar.css';
import '../charts/heatmap.css';
import '../charts/bars.css';
import '../charts/table.css';
import './pairPane.css';
import './measureCard.css';
import { openChannel } from '../channel';
import { registerComponents } from '../components';
import { pageRoot } from '../element';
import type { FromComparisonPage, ToComparisonPage } from '../messages';
import { ComparisonPage, type PageMemory } from './page';

registerComponents();
new ComparisonPage(pageRoot(), openChannel<ToComparisonPage, FromComparisonPage, PageMemory>());
