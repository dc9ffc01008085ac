import '../style.css';
import './page.css';
import { openChannel } from '../channel';
import { registerComponents } from '../components';
import { pageRoot } from '../element';
import type { FromMeasurePage, MeasureMemory, ToMeasurePage } from '../messages';
import { showMeasurePage } from './page';

registerComponents();
const channel = openChannel<ToMeasurePage, FromMeasurePage, MeasureMemory>();
showMeasurePage(pageRoot(), channel);
channel.send({ type: 'ready' });
