"use client"

import { FormSection } from "@/components/fleet/releases/form/form-section"
import type { Draft } from "@/components/fleet/rollouts/wizard/draft"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { formatQuantity } from "@/lib/platform/format"

interface SkipSectionProps {
  draft: Draft
  onDraft: (change: Partial<Draft>) => void
}

/** Who is left out, beside those that cannot be upgraded anyway. */
export function SkipSection({ draft, onDraft }: SkipSectionProps) {
  return (
    <FormSection number={4} title="Leave out">
      <div className="grid gap-4 md:grid-cols-2">
        <Checkbox
          label="Where the major version would move"
          hint="Those may need more than an upgrade: look at them one by one."
          checked={draft.skipMajor}
          onChange={(event) => onDraft({ skipMajor: event.target.checked })}
        />
        <Checkbox
          label="Where the last change failed"
          hint="Off: the upgrade may well repair them."
          checked={draft.skipFailed}
          onChange={(event) => onDraft({ skipFailed: event.target.checked })}
        />
        <Checkbox
          label="Where somebody changed it outside Slipway"
          hint="Off: what was done by hand is overwritten where the values differ."
          checked={draft.skipOutOfBand}
          onChange={(event) => onDraft({ skipOutOfBand: event.target.checked })}
        />
        {draft.leaveOut.length > 0 && (
          <p className="flex flex-wrap items-center gap-2 text-sm">
            {formatQuantity(draft.leaveOut.length, "release")} left out by hand.
            <Button size="sm" onClick={() => onDraft({ leaveOut: [] })}>
              Take them in again
            </Button>
          </p>
        )}
      </div>
      <p className="text-xs text-muted">
        Always left out: what runs the target or a newer version already, releases of suspended tenants, and
        those that are being changed. Single releases are left out in the preview.
      </p>
    </FormSection>
  )
}
