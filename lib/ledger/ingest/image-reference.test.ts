import { describe, expect, it } from "vitest"
import { readImageReference, readPackageUrl, readRef } from "./image-reference"

const hex = "0b31b1c02ff458ad9b7b81cbdf8f028bd54699fa151f221d1e8de6817db93427"
const digest = `sha256:${hex}`

describe("The version of an image", () => {
  it.each([
    ["shop:v1.2.3", { imageTag: "v1.2.3" }],
    ["registry.example.com:5000/acme/shop:v1", { imageTag: "v1" }],
    [`registry.example.com/shop:v1@${digest}`, { imageTag: "v1", artifactDigest: digest }],
    [`shop@${digest}`, { imageTag: `sha256-${hex}`, artifactDigest: digest }],
    ["registry.example.com:5000/shop", {}],
    ["", {}],
  ])("%s", (reference, version) => expect(readImageReference(reference)).toEqual(version))
})

describe("The version of a package URL", () => {
  it.each([
    [`pkg:oci/shop@sha256%3A${hex}?tag=v1.2.3`, { imageTag: "v1.2.3", artifactDigest: digest }],
    [`pkg:oci/shop@${digest}`, { imageTag: `sha256-${hex}`, artifactDigest: digest }],
    ["pkg:docker/acme/shop@v1?repository_url=example.com#path", { imageTag: "v1" }],
    ["pkg:npm/%40acme/shop@1.0.0+build.5", { imageTag: "1.0.0_build.5" }],
    ["pkg:oci/shop@%", {}],
    ["pkg:oci/shop", {}],
    ["shop:v1", { imageTag: "v1" }],
  ])("%s", (url, version) => expect(readPackageUrl(url)).toEqual(version))
})

describe("The version of a Git ref", () => {
  it.each([
    ["v1.2.3", { imageTag: "v1.2.3" }],
    ["1.2.3+ab12", { imageTag: "1.2.3_ab12" }],
    ["refs/tags/nightly", { imageTag: "nightly" }],
    ["refs/heads/main", { imageTag: "main", gitBranch: "main" }],
    ["feature/x", { imageTag: "feature-x", gitBranch: "feature/x" }],
    ["dependabot/@types/node", { imageTag: "dependabot--types-node", gitBranch: "dependabot/@types/node" }],
    ["@scope/é#1", { imageTag: "scope---1", gitBranch: "@scope/é#1" }],
    ["x".repeat(200), { imageTag: "x".repeat(128), gitBranch: "x".repeat(200) }],
    ["f95f852bd8fca8fcc58a9a2d6c842781e32a215e", { imageTag: "f95f852bd8fca8fcc58a9a2d6c842781e32a215e" }],
    ["", { imageTag: "" }],
  ])("%s", (ref, version) => expect(readRef(ref)).toEqual(version))
})
