import type { Server } from "node:https"
import type { Socket } from "node:net"

/**
 * Returns a function that closes the server and all its connections. Node's `closeAllConnections` does not know those
 * whose TLS handshake has not ended: each would keep the server open for one to two minutes.
 */
export function closeWithConnections(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>()
  server.on("connection", (socket: Socket) => {
    sockets.add(socket)
    socket.once("close", () => sockets.delete(socket))
  })
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
}
