import { once } from "node:events"
import { createServer } from "node:net"
import { LaunchProblem } from "@/tools/launch/print"

export async function isPortFree(port: number, host?: string): Promise<boolean> {
  return (await tryPort(port, host)) === null
}

/** Throws if the web process could not listen on this port. */
export async function assertPortFree(port: number): Promise<void> {
  const problem = await tryPort(port)
  if (problem !== null) throw new LaunchProblem(portProblem(port, problem))
}

/** The system's error code if the port cannot be opened, or null. */
async function tryPort(port: number, host?: string): Promise<string | null> {
  const server = createServer().listen(port, host)
  try {
    await once(server, "listening")
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error)
  }
  server.close()
  await once(server, "close")
  return null
}

/** `code`: the system's error code. */
export function portProblem(port: number, code: string): string {
  if (code === "EADDRINUSE") {
    return `Port ${port} is in use by another program. Choose another port, for example PORT=${port + 1}.`
  }
  if (code === "EACCES") {
    return `Port ${port} needs privileges that this user does not have. Set PORT to 1024 or higher.`
  }
  return `Port ${port} cannot be opened (${code}). Set PORT to another port.`
}
