"""The parts of a distributed Map, as typed values (Step Functions developer guide, "Distributed mode").

```python
from aslant.asl import Map, Pass, this
from aslant.asl.distributed import ItemBatcher, ItemReader, ProcessorConfig, ResultWriter

rows = Map(
    "Rows",
    Pass("Row"),
    processor_config=ProcessorConfig.distributed("EXPRESS"),
    item_reader=ItemReader.csv("orders", this.key, csv_delimiter="PIPE", max_items=1_000),
    item_batcher=ItemBatcher(max_items_per_batch=100, batch_input={"day": this.day}),
    result_writer=ResultWriter.s3("results", "rows/", output_type="JSONL", transformation="FLATTEN"),
)
```

An equivalent dict of ASL is accepted as well. The arguments of a service's action are `Parameters` in JSONPath and
`Arguments` in JSONata. These classes choose the one that fits the values and the state. Workflows import them from
here or from `aslant.asl`; inside the package only `Map` and the writer of Python source use them.
"""

from aslant.asl.distributed.item_batcher import ItemBatcher
from aslant.asl.distributed.item_reader import ItemReader, ReaderConfig
from aslant.asl.distributed.processor_config import ProcessorConfig
from aslant.asl.distributed.result_writer import ResultWriter, WriterConfig

__all__ = ["ItemBatcher", "ItemReader", "ProcessorConfig", "ReaderConfig", "ResultWriter", "WriterConfig"]
