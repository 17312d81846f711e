import { createInterface } from "node:readline/promises"
import { Writable } from "node:stream"
import { command, UsageError } from "@/cli/command"
import { saveSettings } from "@/cli/settings"
import { Refused } from "@/cli/slipway-client"
import { api } from "@/lib/platform/paths"

/** Checks the token that the client was made with, and stores it with the address. */
export const login = command({
  summary: "Store the address and the token for this user, in a file that only this user can read.",
  options: {},
  notes: "The token is SLIPWAY_TOKEN, else it is asked for or read from standard input.",
  async run({ client, env }) {
    const { url, token } = client.settings
    // A token for releases only may not read environments, but it is known.
    await client.request(api.environments()).catch((error: unknown) => {
      if (!(error instanceof Refused) || error.status !== 403) throw error
    })
    const file = await saveSettings(env, { url, token })
    return { lines: [`Signed in to ${url}. The token is in ${file}.`], data: { url, file } }
  },
})

/** The token that a person types, without showing it, or that is piped in. */
export async function askForToken(): Promise<string> {
  const { stdin, stderr } = process
  if (stdin.isTTY) stderr.write("Token: ")
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY })
  try {
    for await (const line of lines) if (line.trim() !== "") return line.trim()
    throw new UsageError("There is no token: set SLIPWAY_TOKEN, or type it.")
  } finally {
    lines.close()
    if (stdin.isTTY) stderr.write("\n")
  }
}
