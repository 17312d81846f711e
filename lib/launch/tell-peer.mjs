// Loaded into the web process before Next: adds the address at the other end of the connection to X-Forwarded-For, as a
// proxy would. Next does so only where the header is missing, so that a client could write whatever address it likes.
import { subscribe } from "node:diagnostics_channel"

subscribe("http.server.request.start", ({ request, socket }) => {
  const peer = socket.remoteAddress
  if (peer === undefined) return
  const before = request.headers["x-forwarded-for"]
  request.headers["x-forwarded-for"] = before ? `${before}, ${peer}` : peer
})
