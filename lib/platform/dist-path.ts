import { join } from "node:path"

/** The output folder of `npm run build`, relative to the working directory of the processes. */
export const distFolder = "dist"

/** The absolute path of a file in dist/. The bundler must not trace it: the file is read at run time. */
export const distPath = (path: string): string =>
  join(/* turbopackIgnore: true */ process.cwd(), distFolder, path)
