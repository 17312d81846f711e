import { once } from "node:events"
import { connect } from "node:net"

export type RawResponse = { status: number; headers: Headers; body: string }

/** Sends these bytes over a separate socket and reads until the server closes it. `\n` stands for CRLF. */
export async function rawRequest(port: number, text: string): Promise<RawResponse> {
  const socket = connect(port, "127.0.0.1")
  await once(socket, "connect")
  const chunks: Buffer[] = []
  socket.on("data", (chunk) => chunks.push(chunk))
  socket.on("error", () => undefined)
  socket.write(Buffer.from(text.replaceAll("\n", "\r\n"), "latin1"))
  await once(socket, "close")
  return parseResponse(Buffer.concat(chunks).toString("utf8"))
}

function parseResponse(text: string): RawResponse {
  const [head = "", ...rest] = text.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, "").split("\r\n\r\n")
  const [statusLine = "", ...lines] = head.split("\r\n")
  const headers = new Headers()
  for (const line of lines)
    headers.append(line.split(":", 1)[0] ?? "", line.slice(line.indexOf(":") + 1).trim())
  return { status: Number(statusLine.split(" ")[1]), headers, body: rest.join("\r\n\r\n") }
}
