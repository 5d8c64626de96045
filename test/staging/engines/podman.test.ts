import { holdOn } from './support/statements';

holdOn('Podman');
