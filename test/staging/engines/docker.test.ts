import { holdOn } from './support/statements';

holdOn('Docker');
