import { enterProductFolder, requireSettings } from "./require-settings"

// The worker: `node dist/worker`. Any number of them can run next to the web processes.
enterProductFolder(import.meta.dirname)
requireSettings("DATABASE_URL", "SLIPWAY_SECRET_KEY")
await import("@/lib/worker/main")
