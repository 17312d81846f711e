import { parseArgs } from "node:util"
import { didYouMean } from "@/lib/platform/nearest"
import type { SlipwayClient } from "./slipway-client"

export type Environment = Readonly<Record<string, string | undefined>>

export interface Context {
  client: SlipwayClient
  env: Environment
  /** Writes a line about the progress to standard error. */
  note: (line: string) => void
}

/** The text for people, the JSON for programs, and whether the answer is yes. */
export interface Result {
  lines: readonly string[]
  data: unknown
  ok?: boolean
}

/** The command line is invalid. Exit code 2. */
export class UsageError extends Error {}

/** An option with a value is a string, without one a boolean. */
interface Option {
  /** The placeholder for its value in the help. */
  value?: string
  help: string
  required?: true
  multiple?: true
}
type Options = Readonly<Record<string, Option>>

type ValueOf<O extends Option> = O extends { value: string }
  ? O extends { multiple: true }
    ? string[]
    : O extends { required: true }
      ? string
      : string | undefined
  : boolean
export type Values<O extends Options> = { [Name in keyof O]: ValueOf<O[Name]> }

interface Input<O extends Options> {
  values: Values<O>
  /** The positional argument; empty for a command without one. */
  argument: string
}

interface Declaration<O extends Options> {
  summary: string
  /** The name of its positional argument, such as `TENANT/RELEASE`. */
  argument?: string
  options: O
  /** Shown under the options. */
  notes?: string
  run(context: Context, input: Input<O>): Promise<Result>
}
export type Command = Declaration<Options>

export function command<const O extends Options>(declaration: Declaration<O>): Command {
  return declaration
}

const globalOptions = {
  url: { value: "URL", help: "The address of Slipway. Default: SLIPWAY_URL." },
  json: { help: "Print the response of the API as JSON." },
  "dry-run": { help: "Print the request and send nothing." },
  "retry-for": { value: "SECONDS", help: "How long to retry while Slipway cannot be reached. Default: 60." },
  help: { help: "Show this help." },
} as const satisfies Options

type Parsed<O extends Options> = { values: Values<O & typeof globalOptions>; argument: string }

/** Reads the arguments of a command. Throws a UsageError that names what is wrong. */
export function parseArguments(declared: Command, args: readonly string[]): Parsed<Options> {
  const options: Options = { ...declared.options, ...globalOptions }
  const { values, positionals } = parse(args, options)
  const [argument = "", ...rest] = positionals
  const unexpected = declared.argument === undefined ? positionals : rest
  if (unexpected[0] !== undefined) throw new UsageError(`Unexpected argument "${unexpected[0]}".`)
  const filled = Object.entries(options).map(([name, { value, multiple }]) => {
    // An empty value counts as not given, because scripts pass empty variables on.
    const raw = values[name] === "" ? undefined : values[name]
    return [name, raw ?? (value === undefined ? false : multiple ? [] : undefined)]
  })
  const parsed = { values: Object.fromEntries(filled), argument }
  if (parsed.values.help === true) return parsed
  if (declared.argument !== undefined && argument === "")
    throw new UsageError(`${declared.argument} is missing.`)
  const missing = Object.keys(options).filter(
    (name) => options[name]?.required && !String(parsed.values[name] ?? ""),
  )
  if (missing.length > 0) {
    const names = missing.map((name) => `--${name}`).join(" and ")
    throw new UsageError(`${names} ${missing.length > 1 ? "are" : "is"} missing.`)
  }
  return parsed
}

function parse(args: readonly string[], options: Options) {
  const typed = Object.entries(options).map(([name, { value, multiple }]) => {
    return [name, { type: value === undefined ? "boolean" : "string", multiple: multiple === true }] as const
  })
  try {
    return parseArgs({
      args: [...args],
      options: Object.fromEntries(typed),
      allowPositionals: true,
      strict: true,
    })
  } catch (error) {
    const message = error instanceof Error ? error.message : ""
    const [, unknown] = /^Unknown option '(-[^']*)'/.exec(message) ?? []
    if (unknown === undefined) throw new UsageError(message.split(". ")[0] ?? message)
    const optionNames = Object.keys(options).map((name) => `--${name}`)
    throw new UsageError(`There is no option ${unknown}.${didYouMean(unknown, optionNames)}`)
  }
}

export function formatHelp(name: string, { summary, argument, options, notes }: Command): string {
  const usage = ["slipway", name, argument, "[options]"].filter(Boolean).join(" ")
  return [
    summary,
    "",
    `Usage: ${usage}`,
    "",
    ...(Object.keys(options).length > 0 ? ["Options:", ...rowsOf(options), ""] : []),
    "Everywhere:",
    ...rowsOf(globalOptions),
    ...(notes === undefined ? [] : ["", notes]),
  ].join("\n")
}

function rowsOf(options: Options): string[] {
  const rows = Object.entries(options).map(([name, { value, help, required }]) => ({
    left: `--${name}${value === undefined ? "" : ` ${value}`}`,
    help: required ? `${help} Required.` : help,
  }))
  const width = Math.max(...rows.map(({ left }) => left.length))
  return rows.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`)
}

/** Rows of cells as lines with aligned columns, for people; programs read JSON. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  )
}
