// What the editor loads with the first staging: the engine's public face.
export { listDroplet, openDropletFile } from './droplet/open';
export { findEngine } from './engines/find';
export { requestFor } from './requestFor';
export { runDroplet } from './run';
export { stage } from './stage';
