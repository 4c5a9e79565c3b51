/** What is wrong with node_modules of `folder` for Node `major`, in a few words, or undefined. */
export function dependenciesFault(folder: string, major: number): string | undefined;
