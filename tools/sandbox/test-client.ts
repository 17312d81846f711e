import type { IncomingMessage } from "node:http"
import { request } from "node:https"
import { createInterface } from "node:readline"
import { identityOf } from "./certificate"
import { type Json, type JsonObject, objectAt } from "./json"

export type TestClient = {
  /** Sends one request with the token; the body is sent as JSON with the given media type. */
  call: (
    method: string,
    path: string,
    body?: Json,
    media?: string,
    accept?: string,
  ) => Promise<{ status: number; body: JsonObject }>
  /** The events of a watch as they arrive; ending the loop closes it. */
  watch: (path: string, accept?: string) => AsyncGenerator<JsonObject>
}

/** A client with the token of a sandbox's folder. */
export async function clientOf(url: string, folder: string): Promise<TestClient> {
  const identity = await identityOf(folder, () => "")
  return testClient(url, identity.certificate, identity.token)
}

export function testClient(url: string, certificate: string, token: string): TestClient {
  const send = (
    method: string,
    path: string,
    body?: Json,
    media = "application/json",
    accept = "application/json",
  ) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const headers = {
        Authorization: `Bearer ${token}`,
        "Content-Type": media,
        Accept: accept,
        "User-Agent": "test-client/1",
      }
      const sent = request(`${url}${path}`, { method, ca: certificate, headers, agent: false }, resolve)
      sent.on("error", reject)
      sent.end(body === undefined ? undefined : JSON.stringify(body))
    })
  return {
    call: async (method, path, body, media, accept) => {
      const response = await send(method, path, body, media, accept)
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      const value: Json = JSON.parse(Buffer.concat(chunks).toString("utf8"))
      return { status: response.statusCode ?? 0, body: objectAt(value) }
    },
    watch: async function* (path, accept) {
      const response = await send("GET", path, undefined, undefined, accept)
      try {
        for await (const line of createInterface({ input: response })) {
          const event: Json = JSON.parse(line)
          yield objectAt(event)
        }
      } finally {
        response.destroy()
      }
    },
  }
}
