import { once } from "node:events"
import { createServer } from "node:net"
import { LaunchProblem } from "@/tools/launch/say"

export async function isPortFree(port: number, host?: string): Promise<boolean> {
  return (await tryPort(port, host)) === null
}

/** Throws one sentence where the web process could not listen on this port. */
export async function assertPortFree(port: number): Promise<void> {
  const problem = await tryPort(port)
  if (problem !== null) throw new LaunchProblem(sentence(port, problem))
}

/** The system's code for why nobody can listen there, or null. */
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

function sentence(port: number, code: string): string {
  if (code === "EADDRINUSE") {
    return `Port ${port} is in use by another program: choose another with PORT=, as in PORT=${port + 1} npm start.`
  }
  if (code === "EACCES") {
    return `Port ${port} may not be opened by this user: choose one from 1024 upwards with PORT=.`
  }
  return `Port ${port} cannot be opened (${code}): choose another with PORT=.`
}
