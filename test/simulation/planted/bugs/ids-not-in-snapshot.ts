import * as original from '../../../../server/snapshot/snapshot-form.ts'

export const restoreManifest: typeof original.restoreManifest = (manifest, random) =>
  original.restoreManifest({ ...manifest, remembered: [] }, random)
