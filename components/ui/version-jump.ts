import gt from "semver/functions/gt.js"
import { semverDifference } from "@/lib/ledger/drift/semver-difference"

export interface VersionJump {
  direction: "up" | "down"
  size: "major" | "minor" | "patch" | "prerelease"
}

/** The change between two versions; null if they cannot be ordered. */
export function versionJump(from: string, to: string): VersionJump | null {
  const size = semverDifference(from, to)
  if (size === null) return null
  return { direction: gt(to, from) ? "up" : "down", size }
}
