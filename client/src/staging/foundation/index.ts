// What the editor loads once the user wants his own Cloud Foundry: the connection's face.
export { cfConfigFile, readCfConfig } from './cfConfig';
export { connectFoundation } from './foundation';
export { collectKnowledge } from './knowledge';
export { downloadDroplet } from './droplets';
export { previewPush } from './manifestDiff';
export { appsOfSpace, dropletsOfApp } from './spaceDroplets';
