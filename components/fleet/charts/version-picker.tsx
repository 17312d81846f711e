"use client"

import { Combobox } from "@/components/ui/combobox"
import type { ChartVersion } from "@/lib/fleet/charts/schema"

/** The newest stable version, else the newest prerelease. Versions are sorted newest first. */
export function newestOf(versions: readonly ChartVersion[]): string | null {
  return (versions.find(({ prerelease }) => !prerelease) ?? versions[0])?.version ?? null
}

type VersionPickerProps = {
  versions: readonly ChartVersion[]
  version: string | null
  onVersion: (version: string | null) => void
}

export function VersionPicker({ versions, version, onVersion }: VersionPickerProps) {
  return (
    <Combobox
      label="Version"
      none="newest"
      value={version ?? ""}
      onValueChange={(next) => onVersion(next || null)}
      options={versions.map((one) => ({
        value: one.version,
        label: one.version,
        hint: one.prerelease ? "prerelease" : (one.appVersion ?? undefined),
      }))}
    />
  )
}
