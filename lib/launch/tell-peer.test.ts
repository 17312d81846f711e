import { createServer, type IncomingMessage } from "node:http"
import { expect, it } from "vitest"
import { clientAddress } from "@/lib/auth/client-address"
import "./tell-peer.mjs"

/** What a request with these headers is taken to come from. */
async function seenFrom(headers: Record<string, string>): Promise<string | null> {
  const heard = Promise.withResolvers<IncomingMessage>()
  const server = createServer((request, response) => {
    heard.resolve(request)
    response.end()
  }).listen(0, "127.0.0.1")
  await new Promise((resolve) => server.once("listening", resolve))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The server has no port.")
  await fetch(`http://127.0.0.1:${address.port}`, { headers })
  server.close()
  const { "x-forwarded-for": forwarded } = (await heard.promise).headers
  return clientAddress(new Headers({ "x-forwarded-for": String(forwarded) }))
}

it("a client behind no proxy is known by its connection, whatever address it claims", async () => {
  expect(await seenFrom({})).toBe("127.0.0.1")
  expect(await seenFrom({ "x-forwarded-for": "6.6.6.6" })).toBe("127.0.0.1")
  expect(await seenFrom({ "x-forwarded-for": "6.6.6.6, 7.7.7.7" })).toBe("127.0.0.1")
})
