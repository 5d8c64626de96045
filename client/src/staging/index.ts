// What the editor loads with the first staging: the engine's public face.
export { listDroplet, openDropletFile, withDroplet } from './droplet/open';
export { compareDroplets } from './analysis/compareDroplets';
export { reportDroplet, reportDuplicates, reportFolder } from './analysis/dropletReport';
export { reportEarly } from './stage/outcome';
export { findEngine } from './findEngine';
export { findStager } from './findStager';
export { announcementOf } from './formats/announcement';
export { badInput } from './report/failure';
export { folderSize, removeUserCaches, userCaches } from './files/userCache';
export { requestFor } from './requestFor';
export { runDroplet } from './run/run';
export { inSandbox } from './stage/stager';
export { size } from './report/units';
export { stagingPlaces } from './stagingPlaces';
export { runPrePush } from './runPrePush';
