import { existsSync, readdirSync, readFileSync } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { join, sep } from "node:path"
import { acceptsCoding } from "./accepts-coding.ts"

const suffix = ".br"

/**
 * Responds with the scripts that the build has compressed, 15% smaller than what Next.js would compress for each request.
 * Returns false for every other request: a style sheet that comes before the fonts would let the page move. They stay in
 * memory: a megabyte for the whole console.
 */
export function compressedAssets(
  folder: string,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : []
  const assets = new Map(
    names
      .filter((name) => name.endsWith(suffix))
      .map((name) => [
        `/_next/static/${name.slice(0, -suffix.length).split(sep).join("/")}`,
        readFileSync(join(folder, name)),
      ]),
  )
  return (request, response) => {
    const { url = "", method, headers } = request
    const asset = assets.get(url)
    if (asset === undefined) return false
    if (method !== "GET" || headers.range !== undefined || !acceptsCoding(request, "br")) return false
    response.writeHead(200, {
      "Cache-Control": "public, max-age=31536000, immutable",
      "Content-Encoding": "br",
      "Content-Length": asset.length,
      "Content-Type": "application/javascript; charset=UTF-8",
      Vary: "Accept-Encoding",
    })
    response.end(asset)
    return true
  }
}
