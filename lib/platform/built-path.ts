import { join } from "node:path"

/** The folder of what `npm run build` makes, seen from the folder that the processes run in. */
export const builtFolder = "dist"

/** The absolute path of a file in dist/. The bundler must not trace it: the file is read when it is needed. */
export const builtPath = (path: string): string =>
  join(/* turbopackIgnore: true */ process.cwd(), builtFolder, path)
