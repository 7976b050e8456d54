import { StatusLabel } from '../ui/status-label.tsx'
import { texts } from '../ui/texts.ts'

/** Shown beside what was last heard of before the connection was lost. */
export const MayBeOld = () => (
  <StatusLabel tone="warn" icon="clock" filled>
    {texts.status.mayBeOld}
  </StatusLabel>
)
