import '../style.css';
import '../charts/histogram.css';
import './page.css';
import './header.css';
import './partners.css';
import './tensorList.css';
import './details.css';
import './values.css';
import { openChannel } from '../channel';
import { registerComponents } from '../components';
import { pageRoot } from '../element';
import type { FromModelPage, ToModelPage } from '../messages';
import { ModelPage } from './page';
import type { ListState } from './tensorList';

registerComponents();
new ModelPage(pageRoot(), openChannel<ToModelPage, FromModelPage, ListState>());
