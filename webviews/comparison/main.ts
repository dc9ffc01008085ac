import '../style.css';
import './comparison.css';
import { openChannel } from '../channel';
import { registerComponents } from '../components';
import { pageRoot } from '../element';
import type { FromComparisonPage, ToComparisonPage } from '../messages';
import { ComparisonPage, type PageMemory } from './page';

registerComponents();
new ComparisonPage(pageRoot(), openChannel<ToComparisonPage, FromComparisonPage, PageMemory>());
