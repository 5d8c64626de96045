// A real cluster, that of KUBECONFIG, whose parts go away under a staging: each a true sentence, and nothing left.
import { programOf } from '../../support/testCluster';
import { faults, tryFault } from './cells';

describe('faults of a cluster', function () {
  before(function () {
    if (process.env.KUBECONFIG) return;
    console.log('skipped: no cluster is named by KUBECONFIG');
    this.skip();
  });
  for (const [number, fault] of faults.entries())
    it(fault.title, async function () {
      if (fault.needs?.some((name) => !programOf(name))) this.skip();
      this.timeout(180_000);
      await tryFault(fault, number);
    });
});
