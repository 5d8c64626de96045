import { holdOn } from './support/statements';

holdOn('rootless Docker');
