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

A dict that spells the same ASL does as well. What the service's action is handed is `Parameters` in JSONPath and
`Arguments` in JSONata: here it is whichever the values need and the state is in.
"""

from aslant.asl.distributed.item_batcher import ItemBatcher
from aslant.asl.distributed.item_reader import ItemReader, ReaderConfig
from aslant.asl.distributed.processor_config import ProcessorConfig
from aslant.asl.distributed.result_writer import ResultWriter, WriterConfig

__all__ = ["ItemBatcher", "ItemReader", "ProcessorConfig", "ReaderConfig", "ResultWriter", "WriterConfig"]
