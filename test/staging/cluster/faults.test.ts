// A real cluster, that of KUBECONFIG, whose parts go away under a staging: each a true sentence, and nothing left.
import { programOf } from '../../support/testCluster';
import { faults, tryFault } from './cells';

/** Without a cluster there are no tests, instead of skipped ones: those count as failed in CI, which starts all that it needs. */
function holdOnTheCluster(): void {
  describe('faults of a cluster', () => {
    for (const [number, fault] of faults.entries())
      it(fault.title, async function () {
        if (fault.needs?.some((name) => !programOf(name))) this.skip();
        this.timeout(180_000);
        await tryFault(fault, number);
      });
  });
}

if (process.env.KUBECONFIG) holdOnTheCluster();
else console.log('left out: no cluster is named by KUBECONFIG');
