"use client"

import { OctagonX, Pause, Play } from "lucide-react"
import dynamic from "next/dynamic"
import { type ReactNode, useState } from "react"
import { type RolloutAction, useChangeRollout } from "@/components/fleet/rollouts/board/use-rollout-events"
import { useCommands } from "@/components/layout/commands"
import { Button } from "@/components/ui/button"
import type { ButtonVariant } from "@/components/ui/button-class"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { showErrorToast, showToast } from "@/components/ui/toast"
import type { RolloutDetail } from "@/lib/fleet/rollouts/schema"

const ChangeDialog = dynamic(() => import("@/components/fleet/rollouts/board/change-dialog"))

interface ActionStyle {
  label: string
  variant: ButtonVariant
  icon: ReactNode
  /** Ends or reverts the rollout, so it needs confirmation. */
  asks: boolean
}

const looks: Record<RolloutAction, ActionStyle> = {
  abort: { label: "Abort…", variant: "danger", icon: <OctagonX size={13} />, asks: true },
  rollback: {
    label: "Roll back…",
    variant: "secondary",
    icon: <StatusGlyph shape="u-turn" size={12} />,
    asks: true,
  },
  pause: { label: "Pause", variant: "secondary", icon: <Pause size={13} />, asks: false },
  resume: { label: "Resume", variant: "primary", icon: <Play size={13} />, asks: false },
}

/** The least destructive action comes last, in the position of the primary button. */
const order = ["abort", "rollback", "pause", "resume"] as const

const done: Record<RolloutAction, string> = {
  pause: "Rollout paused. Running upgrades will finish.",
  resume: "Rollout resumed. The failure count was reset.",
  abort: "Rollout aborted. Running upgrades will finish.",
  rollback: "Rollback started",
}

/** The actions available in the rollout's state, for operators. */
export function RolloutActions({ rollout }: { rollout: RolloutDetail }) {
  const [asking, setAsking] = useState<"abort" | "rollback" | null>(null)
  const change = useChangeRollout(rollout.id, (action) => showToast(done[action]))
  const allowed = order.filter((action) => rollout.actions.includes(action))

  function run(action: RolloutAction) {
    if (action === "abort" || action === "rollback") setAsking(action)
    else if (!change.isPending) {
      const onError = (error: Error) =>
        showErrorToast("Could not change the rollout", { description: error.message })
      change.mutate({ action }, { onError })
    }
  }

  useCommands(
    allowed.map((action) => ({
      id: `rollout-${action}`,
      label: `${looks[action].label} the rollout`.replace("… the rollout", " the rollout…"),
      group: "Rollout",
      run: () => run(action),
    })),
  )

  return (
    <>
      {allowed.map((action) => (
        <Button
          // Pause and resume share one button, so that it keeps the focus.
          key={action === "resume" ? "pause" : action}
          size="sm"
          variant={looks[action].variant}
          icon={looks[action].icon}
          loading={change.isPending && change.variables.action === action}
          onClick={() => run(action)}
        >
          {looks[action].label}
        </Button>
      ))}
      {asking && <ChangeDialog rollout={rollout} action={asking} onClose={() => setAsking(null)} />}
    </>
  )
}
