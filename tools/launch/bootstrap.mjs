// The first file to run, with whatever Node.js the machine has, before anything is installed. It installs the pinned
// packages if they are missing and hands over to the pinned Node.js among them.
import { spawn, spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"

const oldestNode = 20
const root = fileURLToPath(new URL("../..", import.meta.url))
const bin = join(root, "node_modules", ".bin")
const pinnedNode = join(bin, process.platform === "win32" ? "node.cmd" : "node")

// Programs of dist/ are started by plain Node.js, tools with their source compiled as they run.
const built = (...args) => [join("tools", "launch", "run.ts"), ...args]
const tool = (file) => ["--import", "tsx", join("tools", "launch", file)]
const programs = {
  start: built("start"),
  dev: built("start", "dev"),
  worker: built("worker"),
  slipway: built("slipway"),
  build: [join("tools", "launch", "build.ts")],
  test: [...tool("test.ts"), "test"],
  "test-e2e": [...tool("test-e2e.ts"), "test-e2e"],
  "test-endurance": [...tool("test-endurance.ts"), "test-endurance"],
  ci: [...tool("ci.ts"), "ci"],
}

process.chdir(root)
refuseOldNode()
const [command = "start", ...rest] = process.argv.slice(2)
if (!(command in programs)) fail(`There is no command ${command}: use ${Object.keys(programs).join(", ")}.`)
if (!isInstalled()) install()
handOver([...programs[command], ...rest])

function refuseOldNode() {
  if (Number(process.versions.node.split(".")[0]) >= oldestNode) return
  fail(`Slipway needs Node ${oldestNode} or newer to start; this is Node ${process.versions.node}.`)
}

// As its last step, npm leaves a copy of the lockfile that it installed; so an interrupted installation does not count, and
// a manual one does.
function isInstalled() {
  const installed = readPackages(join(root, "node_modules", ".package-lock.json"))
  if (installed === null || !existsSync(pinnedNode)) return false
  return Object.entries(readPackages(join(root, "package-lock.json")) || {}).every(
    ([path, wanted]) =>
      path === "" || (installed[path] ? installed[path].version === wanted.version : wanted.optional),
  )
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages
  } catch {
    return null
  }
}

function install() {
  process.stdout.write("Installing packages (npm ci), only needed once …\n")
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]
  const npm = process.env.npm_execpath
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], { stdio: "inherit" })
    : spawnSync("npm", args, { stdio: "inherit", shell: process.platform === "win32" })
  if (done.signal) process.exit(1)
  if (done.status !== 0)
    fail("npm ci failed, see above: the packages of package-lock.json could not be installed.")
}

function handOver(args) {
  const child = spawn(pinnedNode, args, {
    // The channel notifies the child when this process is killed, so that it stops too and leaves nothing behind.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, PATH: bin + delimiter + (process.env.PATH || "") },
  })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
  if (process.env.npm_lifecycle_event) stopWithNpm(child)
  child.on("exit", (code, signal) => process.exit(signal ? 1 : code))
}

// A killed npm sends no signal; its child then gets another parent.
function stopWithNpm(child) {
  const npm = process.ppid
  setInterval(() => process.ppid !== npm && child.kill("SIGTERM"), 500).unref()
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
