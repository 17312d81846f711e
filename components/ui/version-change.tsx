import { Tooltip } from "@/components/ui/tooltip"
import { compareBuilds, tagDifference, versionsBehind } from "@/lib/platform/semver/tag"

const arrows = { up: "↑", down: "↓" } as const

/** ↑ or ↓ with major, minor or patch; nothing if the versions cannot be ordered. */
export function VersionChange({ from, to }: { from: string; to: string }) {
  const jump = versionJump(from, to)
  if (!jump) return null
  return (
    <span className={jump.direction === "up" ? "text-xs text-muted" : "text-xs text-rolled-back"}>
      <span aria-hidden="true">{arrows[jump.direction]}</span>
      <span className="sr-only">{jump.direction}</span> {jump.size}
    </span>
  )
}

interface VersionJump {
  direction: "up" | "down"
  size: "major" | "minor" | "patch" | "prerelease"
}

/** The change between two versions; null if they cannot be ordered. */
export function versionJump(from: string, to: string): VersionJump | null {
  const size = tagDifference(from, to)
  if (size === null) return null
  return { direction: compareBuilds(to, from) > 0 ? "up" : "down", size }
}

interface VersionBehindProps {
  version: string
  /** Null: unknown. */
  newest: string | null | undefined
  /** Details: "3 versions behind". */
  detail?: string
}

/**
 * "1 major behind": indicates a newer version, unlike the arrow of a change. Renders nothing for the newest version.
 */
export function VersionBehind({ version, newest, detail }: VersionBehindProps) {
  const behind = newest ? versionsBehind(version, newest) : null
  if (behind === null) return null
  return (
    <Tooltip content={[detail, `${newest} is the newest`].filter(Boolean).join("; ")}>
      <span className="relative z-1 font-sans text-xs whitespace-nowrap text-pending">
        {behind.count} {behind.part} behind
      </span>
    </Tooltip>
  )
}
