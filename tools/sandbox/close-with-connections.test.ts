import { once } from "node:events"
import { connect } from "node:net"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { startSandbox } from "./start-sandbox"
import { clientOf } from "./test-client"

const folder = temporaryFolder("closing")

describe("A sandbox that stops", () => {
  it("does not wait for a connection whose TLS handshake has not ended", async () => {
    const sandbox = await startSandbox({ folder: join(folder, "handshake") })
    const { port, hostname } = new URL(sandbox.url)
    const socket = connect(Number(port), hostname)
    const ended = once(socket, "close")
    socket.on("error", () => undefined)
    await once(socket, "connect")
    const client = await clientOf(sandbox.url, join(folder, "handshake"))
    // The server has accepted both connections once it answers on the later one.
    expect((await client.call("GET", "/version")).status).toBe(200)

    await sandbox.stop()
    await ended
  })
})
