// What is borrowed: kubeconfigs with all their ways to log in, and WebSockets. A bundle of its own, loaded by the first use of a
// cluster (esbuild.mjs).
export { KubeConfig } from '@kubernetes/client-node/dist/config.js';
export { createWebSocketStream, WebSocket } from 'ws';
