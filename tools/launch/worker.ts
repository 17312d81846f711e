import { enterProductFolder, requireSettings } from "./settings"

// The worker: `node dist/worker`. Any number of them can run next to the web processes.
enterProductFolder(import.meta.dirname)
requireSettings("DATABASE_URL", "SLIPWAY_SECRET_KEY")
await import("@/lib/worker/main")
