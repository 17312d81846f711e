import { type Command, type Environment, formatHelp, parseArguments, UsageError } from "@/cli/command"
import { deployCommands } from "@/cli/deploy"
import { ledgerCommands, parseSeconds } from "@/cli/ledger"
import { askForToken, login, readSettings } from "@/cli/login"
import { releaseCommands } from "@/cli/release"
import { DryRun, Refused, SlipwayClient } from "@/cli/slipway-client"
import { didYouMean } from "@/lib/platform/nearest"
import { version } from "@/package.json"

const commands: Record<string, Command> = { ...deployCommands, ...ledgerCommands, ...releaseCommands, login }

interface Process {
  env: Environment
  out: (text: string) => void
  err: (text: string) => void
}

/** Exit codes: success, or the answer is yes · rejected by Slipway · Slipway could not be reached. */
const exitCodes = { done: 0, refused: 1, unable: 2 } as const

/** Runs one command and resolves to its exit code. */
export async function runCommand(args: readonly string[], { env, out, err }: Process): Promise<number> {
  const wantsJson = args.includes("--json")
  try {
    const matched = findCommand(args)
    if (matched === null) {
      out(`${overview()}\n`)
      return exitCodes.done
    }
    const { values, argument } = parseArguments(matched.command, matched.rest)
    if (values.help === true) {
      out(`${formatHelp(matched.name, matched.command)}\n`)
      return exitCodes.done
    }
    const client = await connect(matched.command, values, env, err)
    const note = (line: string) => err(`${printable(line)}\n`)
    const { lines, data, ok = true } = await matched.command.run({ client, env, note }, { values, argument })
    if (wantsJson) out(`${JSON.stringify(data, null, 2)}\n`)
    else (ok ? out : err)(`${lines.map(printable).join("\n")}\n`)
    return ok ? exitCodes.done : exitCodes.refused
  } catch (error) {
    if (error instanceof DryRun) {
      const { method, target, body } = error
      out(wantsJson ? `${JSON.stringify({ method, url: target, body })}\n` : described(error))
      return exitCodes.done
    }
    err(`slipway: ${printable(error instanceof Error ? error.message : String(error))}\n`)
    if (!(error instanceof Refused)) return exitCodes.unable
    if (wantsJson) out(`${JSON.stringify(error.problem, null, 2)}\n`)
    return exitCodes.refused
  }
}

/** The command named by the first one or two words; null for the overview. Throws a UsageError. */
function findCommand(args: readonly string[]): { name: string; command: Command; rest: string[] } | null {
  const [first, second] = args
  if (first === undefined || first === "--help" || first === "help") return null
  for (const name of [`${first} ${second}`, first]) {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (command !== undefined) return { name, command, rest: args.slice(name.split(" ").length) }
  }
  const isGroup = Object.keys(commands).some((name) => name.startsWith(`${first} `))
  if (isGroup && second === "--help") return null
  const commandName = isGroup && second !== undefined ? `${first} ${second}` : first
  throw new UsageError(
    `There is no command ${commandName}.${didYouMean(commandName, Object.keys(commands))} See slipway --help.`,
  )
}

async function connect(
  command: Command,
  values: Readonly<Record<string, unknown>>,
  env: Environment,
  err: (text: string) => void,
): Promise<SlipwayClient> {
  const givenUrl = typeof values.url === "string" ? values.url : undefined
  const retryFor = typeof values["retry-for"] === "string" ? values["retry-for"] : undefined
  const retryMs = parseSeconds(retryFor, "--retry-for", 60) * 1_000
  const dryRun = values["dry-run"] === true
  const settings = await readSettings(env, givenUrl)
  if (settings.url === null && !dryRun) throw new UsageError("SLIPWAY_URL is not set. Set it, or use --url.")
  if (settings.url !== null && !/^https?:\/\/[^/\s]+/.test(settings.url))
    throw new UsageError("SLIPWAY_URL must be an http or https address, such as https://slipway.example.com.")
  const token = settings.token ?? (command === login && !dryRun ? await askForToken() : null)
  if (token === null && !dryRun)
    throw new UsageError("SLIPWAY_TOKEN is not set. Set it, or run slipway login.")
  // Checked here, because an error from fetch would contain the token.
  if (token !== null && !/^[\x21-\x7e]*$/.test(token))
    throw new UsageError("SLIPWAY_TOKEN contains characters that are not allowed in a token. Copy it again.")
  return new SlipwayClient({
    settings: { url: settings.url ?? "$SLIPWAY_URL", token: token ?? "" },
    retryMs,
    dryRun,
    userAgent: `slipway-cli/${version}`,
    note: (line) => err(`slipway: ${printable(line)}\n`),
  })
}

/**
 * One line without anything that a terminal or a CI system would interpret as a command, because names come from other
 * users.
 */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trimEnd()
}

function described({ method, target, body }: DryRun): string {
  const text = body === undefined ? "" : `${JSON.stringify(body, null, 2)}\n`
  return `${method} ${target}\n${text}`
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  return [
    `Slipway ${version}: record deployments, check the gate, change Helm releases.`,
    "",
    ...Object.entries(commands).map(([name, { summary }]) => `  slipway ${name.padEnd(width)}  ${summary}`),
    "",
    "Settings: SLIPWAY_URL and SLIPWAY_TOKEN, or slipway login. slipway COMMAND --help explains each command.",
    "Exit codes: 0 success, or yes · 1 rejected by Slipway · 2 invalid arguments, or no response.",
  ].join("\n")
}
