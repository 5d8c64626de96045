// What the editor loads with the first staging: the engine's public face.
export { listDroplet, openDropletFile } from './droplet/open';
export { reportEarly } from './early';
export { findEngine } from './engines/find';
export { badInput, requestFor } from './requestFor';
export { runDroplet } from './run';
export { stage } from './stage';
export { runPrePush } from './prePush';
