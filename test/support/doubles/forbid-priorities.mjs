import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'

// As a sandbox does it: who loads this first may set no priority.
os.setPriority = () => {
  throw Object.assign(new Error('operation not permitted'), {
    code: 'ERR_SYSTEM_ERROR',
    syscall: 'uv_os_setpriority',
  })
}
syncBuiltinESMExports()
