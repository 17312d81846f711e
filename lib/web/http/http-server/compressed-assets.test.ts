import { once } from "node:events"
import { writeFile } from "node:fs/promises"
import { createServer, get, type IncomingMessage, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { buffer } from "node:stream/consumers"
import { brotliDecompressSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { compressAssets } from "@/tools/launch/compress-assets"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { compressedAssets } from "./compressed-assets"

const script = "export const answer = 42\n".repeat(100)
const folder = temporaryFolder("assets")
let server: Server

beforeAll(async () => {
  for (const name of ["page.js", "page.css"]) await writeFile(join(folder, name), script)
  await compressAssets(folder)
  const respond = compressedAssets(folder)
  server = createServer((request, response) => {
    if (!respond(request, response)) response.end("Next.js")
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
})
afterAll(async () => {
  server.close()
})

async function send(path: string, headers: Record<string, string>, method = "GET"): Promise<IncomingMessage> {
  const { port } = Object(server.address())
  const outgoing = get({ host: "127.0.0.1", port, path, method, headers, agent: false })
  const [response] = await once(outgoing, "response")
  return response
}

describe("A script that the build has compressed", () => {
  it("is sent compressed and kept forever", async () => {
    const response = await send("/_next/static/page.js", { "accept-encoding": "gzip, br;q=0.5" })
    expect(response.headers).toMatchObject({
      "content-type": "application/javascript; charset=UTF-8",
      "content-encoding": "br",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "Accept-Encoding",
    })
    const body = await buffer(response)
    expect(response.headers["content-length"]).toBe(String(body.length))
    expect(brotliDecompressSync(body).toString()).toBe(script)
  })

  it.each([
    ["to a client that does not accept it", "/_next/static/page.js", { "accept-encoding": "gzip, br;q=0" }],
    ["in parts", "/_next/static/page.js", { "accept-encoding": "br", range: "bytes=0-9" }],
    ["as another kind of file", "/_next/static/page.css", { "accept-encoding": "br" }],
    ["under another path", "/_next/static/../page.js", { "accept-encoding": "br" }],
    ["under its own name", "/_next/static/page.js.br", { "accept-encoding": "br" }],
  ])("is not sent %s", async (_case, path, headers) => {
    expect((await buffer(await send(path, headers))).toString()).toBe("Next.js")
  })

  it("is not sent for HEAD", async () => {
    const { headers } = await send("/_next/static/page.js", { "accept-encoding": "br" }, "HEAD")
    expect(headers["content-encoding"]).toBeUndefined()
  })
})

it("a folder without compressed files responds to nothing", () => {
  expect(
    compressedAssets(join(tmpdir(), "missing"))(Object({ url: "/_next/static/page.js" }), Object({})),
  ).toBe(false)
})
