import { runCommand } from "@/cli/run-command"

// Set the exit code instead of exiting, so that all output reaches a slow pipe.
void runCommand(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
}).then((code) => {
  process.exitCode = code
})
