// Stands in for node:os in a browser, where nobody is at home.
export const homedir = (): string => '/';
