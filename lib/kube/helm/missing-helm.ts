import { findOnPath } from "@/lib/kube/helm/find-on-path"
import { configuredHelm } from "@/lib/platform/env"

type Machine = { platform: NodeJS.Platform; arch: string }

/** Whether the pinned build of Helm runs on this machine; npm only provides it for Linux on x64. */
export function hasPinnedHelm({ platform, arch }: Machine = process): boolean {
  return platform === "linux" && arch === "x64"
}

export function installHelmCommand({ platform }: Pick<Machine, "platform"> = process): string {
  if (platform === "darwin") return "brew install helm"
  if (platform === "win32") return "winget install Helm.Helm"
  return "curl -fsSL https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-4 | bash"
}

/** The startup message when Helm must be installed manually; null when it is present or can be downloaded. */
export async function missingHelmNotice(machine: Machine = process): Promise<string | null> {
  if (hasPinnedHelm(machine) || configuredHelm() !== null || (await findOnPath("helm")) !== null) return null
  return `Helm is not installed. Until then releases cannot be changed. Install it with:
  ${installHelmCommand(machine)}
It is picked up without a restart.`
}
