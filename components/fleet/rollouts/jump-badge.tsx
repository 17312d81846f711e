import { Badge, type Tone } from "@/components/ui/badge"
import type { PlannedRelease } from "@/lib/fleet/rollouts/schema"

const tones: Record<NonNullable<PlannedRelease["jump"]>, Tone> = {
  major: "out-of-band",
  minor: "accent",
  patch: "neutral",
  prerelease: "neutral",
}

/** How far the version moves: the largest part that changes; renders nothing when it does not move up. */
export function JumpBadge({ jump }: Pick<PlannedRelease, "jump">) {
  if (jump === null) return null
  return (
    <Badge tone={tones[jump]}>
      <span aria-hidden="true">↑</span>
      <span className="sr-only">up</span>
      {jump}
    </Badge>
  )
}

/** `1.0.0 → 1.1.0`, with an accessible text for the arrow. */
export function FromTo({ from, to }: { from: string; to: string }) {
  return (
    <span className="font-mono text-xs whitespace-nowrap">
      {from} <span aria-hidden="true">→</span>
      <span className="sr-only">to</span> {to}
    </span>
  )
}
