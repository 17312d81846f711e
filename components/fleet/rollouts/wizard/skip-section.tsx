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

/** Releases to exclude, in addition to those that cannot be upgraded. */
export function SkipSection({ draft, onDraft }: SkipSectionProps) {
  return (
    <FormSection number={4} title="Exclude">
      <div className="grid gap-4 md:grid-cols-2">
        <Checkbox
          label="Releases that would move to another major version"
          hint="These may need migration steps; upgrade them individually."
          checked={draft.skipMajor}
          onChange={(event) => onDraft({ skipMajor: event.target.checked })}
        />
        <Checkbox
          label="Releases whose last change failed"
          hint="Off: they are upgraded, which may repair them."
          checked={draft.skipFailed}
          onChange={(event) => onDraft({ skipFailed: event.target.checked })}
        />
        <Checkbox
          label="Releases changed outside Slipway"
          hint="Off: manual changes are overwritten where the values differ."
          checked={draft.skipOutOfBand}
          onChange={(event) => onDraft({ skipOutOfBand: event.target.checked })}
        />
        {draft.leaveOut.length > 0 && (
          <p className="flex flex-wrap items-center gap-2 text-sm">
            {formatQuantity(draft.leaveOut.length, "release")} excluded manually.
            <Button size="sm" onClick={() => onDraft({ leaveOut: [] })}>
              Include again
            </Button>
          </p>
        )}
      </div>
      <p className="text-xs text-muted">
        Always skipped: releases that already run the target or a newer version, releases of suspended
        tenants, and releases with a change in progress. Individual releases can be excluded in the preview.
      </p>
    </FormSection>
  )
}
