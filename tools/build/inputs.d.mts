/** Every file below the given files and folders, relative to `root`, sorted; what does not exist counts as empty. */
export function filesBelow(root: string, paths: readonly string[]): string[];

/** A digest of the names and contents of the files below `paths`. */
export function digestOf(root: string, paths: readonly string[]): string;
