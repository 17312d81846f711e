/** Where the compiled programs and thread tasks are, seen from the project's root. */
export const builtFolder = "dist"

/** The compiled file of a TypeScript source file; both are paths from the project's root. */
export const builtPath = (source: string): string => `${builtFolder}/${source.replace(/\.ts$/, ".mjs")}`
