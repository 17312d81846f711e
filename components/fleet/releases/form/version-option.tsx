import { quarantinedStyle } from "@/components/admin/quarantine/quarantine-style"
import type { ComboboxOption } from "@/components/ui/combobox-list"
import { StatusGlyph } from "@/components/ui/status-glyph"
import type { ChartVersion } from "@/lib/fleet/charts/schema"
import { quarantinedBy } from "@/lib/policy/quarantine/reason"

/** A version to choose; a quarantined one cannot be chosen. `note`: shown with it. */
export function versionOption(
  { version, prerelease, deprecated, quarantine }: ChartVersion,
  note?: string,
): ComboboxOption {
  const notes = [note, prerelease && "prerelease", deprecated && "deprecated"].filter(Boolean)
  return {
    value: version,
    label: version,
    disabled: quarantine !== null,
    hint: quarantine === null ? notes.join(" · ") : <QuarantineHint reason={quarantine.reason} />,
  }
}

/** The version in the URL stays an option while the list loads, and when the catalog no longer has it. */
export function withVersion(options: readonly ComboboxOption[], version: string): readonly ComboboxOption[] {
  const isListed = version === "" || options.some(({ value }) => value === version)
  return isListed ? options : [{ value: version, label: version }, ...options]
}

export function QuarantineHint({ reason }: { reason: string }) {
  return (
    <span title={reason} className="inline-flex max-w-60 items-center gap-1.5 text-quarantined">
      <StatusGlyph shape={quarantinedStyle.shape} size={12} className="shrink-0" />
      <span className="truncate">quarantined: {reason}</span>
    </span>
  )
}

/** Why a version of the catalog cannot be chosen. */
export function quarantineProblem(version: ChartVersion | undefined): string | undefined {
  if (!version?.quarantine) return undefined
  return `${version.version} ${quarantinedBy(version.quarantine)} Choose another version.`
}
