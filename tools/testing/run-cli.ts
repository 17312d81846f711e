import { runCommand } from "@/cli/run-command"

/** Runs a command line of `slipway` in this process; returns its exit code and what it printed. */
export async function runCli(args: readonly string[], env: Record<string, string>) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCommand([...args], {
    env,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  })
  return { code, out: out.join(""), err: err.join("") }
}
